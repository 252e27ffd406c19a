package sheet

// Writer writes a table row by row. The first row is the header. Close ends
// the file; what was written before an error is no whole file.
type Writer interface {
	Write(cells []string) error
	Close() error
}
