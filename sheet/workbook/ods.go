package workbook

import (
	"bytes"
	"io"

	"kortisto/sheet/table"
	"kortisto/sheet/xmlscan"
)

// Parts of an OpenDocument archive.
const (
	contentPart  = "content.xml"
	manifestPart = "meta-inf/manifest.xml"
	lockedPart   = "encrypted-package" // all other parts, encrypted together
)

// flatSample is how many bytes are looked at to know a spreadsheet of one XML
// file.
const flatSample = 64 << 10

var byteOrderMark = []byte("\uFEFF")

// isFlatODS tells whether a file is an OpenDocument spreadsheet of one XML file.
func isFlatODS(data []byte) bool {
	head := bytes.TrimPrefix(data[:min(len(data), flatSample)], byteOrderMark)
	return bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml")) && bytes.Contains(head, []byte("<office:document")) &&
		bytes.Contains(head, []byte("opendocument.spreadsheet"))
}

// readODS reads an OpenDocument spreadsheet or a template of one, in either
// form: an archive, or one XML file. There is no library to read them with that
// is kept up; what an import needs of one part of one file is read here, as
// strictly as the parts of other workbooks.
func readODS(data []byte, o Options) (*Worksheet, error) {
	if isFlatODS(data) {
		a := &archive{limits: o.Limits, declared: int64(len(data)), progress: o.Progress}
		return readODSContent(a.xmlFrom("", io.NopCloser(bytes.NewReader(data))), o)
	}
	a, err := openArchive(data, o.Limits)
	if err != nil {
		return nil, err
	}
	a.progress = o.Progress
	if locked, err := a.locked(); err != nil {
		return nil, err
	} else if locked {
		return nil, &table.Error{Code: table.Encrypted}
	}
	p, err := a.openXML(contentPart)
	if err != nil {
		return nil, err
	}
	return readODSContent(p, o)
}

func readODSContent(p *xmlPart, o Options) (*Worksheet, error) {
	defer p.close()
	r := &odsReader{part: p, limits: o.Limits, worksheets: newWorksheetChoice(o), places: []odsPlace{outside}}
	if err := r.read(); err != nil {
		return nil, err
	}
	return r.worksheets.result(ODS)
}

// locked tells whether an OpenDocument file has a password. Its parts are then
// no XML.
func (a *archive) locked() (bool, error) {
	if a.parts[lockedPart] != nil {
		return true, nil
	}
	if a.parts[manifestPart] == nil {
		return false, nil
	}
	locked := false
	err := a.walk(manifestPart, func(e *xmlscan.Token) error {
		locked = locked || e.Name.Local == "encryption-data"
		return nil
	})
	return locked, err
}

// odsKinds are the documents that an OpenDocument file can hold instead of a
// spreadsheet, by the element that holds them.
var odsKinds = map[string]string{
	"text": "odt", "presentation": "odp", "drawing": "odg", "image": "odi", "chart": "odc", "database": "odb",
	"table": "sxc", // of OpenOffice.org 1, before there was a standard
}
