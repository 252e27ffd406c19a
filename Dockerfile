# One static binary in an empty image, run by a user without rights.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o /out/kortisto . \
 && mkdir -p /out/owned && mkdir -m 0700 /out/owned/data

FROM scratch
COPY --from=build /out/kortisto /kortisto
# Copied from above, so that the directory keeps its mode: nobody else may look in.
COPY --from=build --chown=65532:65532 /out/owned /
USER 65532:65532
ENV KORTISTO_DATA=/data KORTISTO_ADDR=:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s CMD ["/kortisto", "healthcheck"]
ENTRYPOINT ["/kortisto"]
