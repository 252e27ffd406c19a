package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// Assets are the files that the pages load: stylesheets, scripts, pictures. The
// program holds them in memory, each packed once, as small as it gets.
type Assets struct {
	version string
	files   map[string]*asset
}

// asset is one file.
type asset struct {
	mime  string
	forms []form // the smallest first; the last one is the file as it is
}

// form is a file in one encoding.
type form struct {
	encoding string // as in Accept-Encoding; "" is none
	pack     func() packed
}

type packed struct {
	body []byte
	etag string
}

// assetTypes are the kinds of files that we have, so that nothing depends on
// what the machine knows.
var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
}

// LoadAssets reads all files, and takes those that were made.
func LoadAssets(files fs.FS, made map[string][]byte) (*Assets, error) {
	a := &Assets{files: make(map[string]*asset)}
	version := sha256.New()
	add := func(name string, content []byte) {
		a.files[name] = newAsset(name, content)
		version.Write([]byte(name))
		version.Write(content)
	}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		add(name, content)
		return nil
	})
	for _, name := range slices.Sorted(maps.Keys(made)) {
		add(name, made[name])
	}
	a.version = hex.EncodeToString(version.Sum(nil)[:versionBytes])
	return a, err
}

const versionBytes = 6

func newAsset(name string, content []byte) *asset {
	return &asset{mime: assetTypes[path.Ext(name)], forms: []form{
		newForm("br", func() []byte {
			return fasthttp.AppendBrotliBytesLevel(nil, content, fasthttp.CompressBrotliBestCompression)
		}),
		newForm("gzip", func() []byte {
			return fasthttp.AppendGzipBytesLevel(nil, content, fasthttp.CompressBestCompression)
		}),
		newForm("", func() []byte { return content }),
	}}
}

// newForm packs when the form is asked for first: all together take longer than
// the rest of the start.
func newForm(encoding string, pack func() []byte) form {
	return form{encoding: encoding, pack: sync.OnceValue(func() packed {
		body := pack()
		sum := sha256.Sum256(body)
		return packed{body: body, etag: `"` + hex.EncodeToString(sum[:versionBytes]) + `"`}
	})}
}

// Path returns the path of a file below that of all files. It holds the version
// of all of them together, so that scripts and stylesheets can name others by
// relative addresses, and all change at once.
func (a *Assets) Path(name string) string { return a.version + "/" + name }

// Send answers with the file at a path, and reports whether there is one. What
// is asked for by today's version never changes; anything else is asked for
// again each time, and a page of yesterday gets today's file.
func (a *Assets) Send(c *fiber.Ctx, path string) (bool, error) {
	file, ok := a.files[path]
	version := ""
	if !ok {
		version, path, _ = strings.Cut(path, "/")
		if file, ok = a.files[path]; !ok {
			return false, nil
		}
	}
	c.Set(fiber.HeaderCacheControl, "no-cache")
	if version == a.version {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	form := file.accepted(c)
	c.Vary(fiber.HeaderAcceptEncoding)
	packed := form.pack()
	c.Set(fiber.HeaderETag, packed.etag)
	if c.Fresh() {
		return true, c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, file.mime)
	if form.encoding != "" {
		c.Set(fiber.HeaderContentEncoding, form.encoding)
	}
	return true, c.Send(packed.body)
}

// accepted returns the smallest form of a file that the browser takes.
func (f *asset) accepted(c *fiber.Ctx) form {
	plain := len(f.forms) - 1
	if c.Get(fiber.HeaderAcceptEncoding) == "" { // which would be read as any
		return f.forms[plain]
	}
	for _, form := range f.forms[:plain] {
		if c.AcceptsEncodings(form.encoding) != "" {
			return form
		}
	}
	return f.forms[plain]
}
