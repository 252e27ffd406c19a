package workbook

import (
	"path"
	"strconv"
	"strings"

	"kortisto/sheet/table"
	"kortisto/sheet/xmlscan"
)

// xlsxParts is what the small parts of a workbook say.
type xlsxParts struct {
	sheets   []xlsxSheet
	strings  string         // part with the shared texts, "" where there is none
	styles   string         // part with the styles, "" where there is none
	formats  []numberFormat // of each cell style
	lost     string         // the part with the styles, where the file lacks it
	date1904 bool           // days are counted from 1904, as old Macs did
}

// numberFormat is how a style shows numbers: by a code of its own, or where
// that is "" by one of the formats that every spreadsheet program has.
type numberFormat struct {
	id   int
	code string
}

// xlsxSheet is one sheet of a workbook.
type xlsxSheet struct {
	name   string
	part   string
	hidden bool
}

// relation is a link from one part to another.
type relation struct {
	kind   string // the last word of the relation's type
	target string
}

// openXLSX reads where everything is and how numbers are shown.
func openXLSX(a *archive) (*xlsxParts, error) {
	part, err := workbookPart(a)
	if err != nil {
		return nil, err
	}
	links, err := relations(a, path.Join(path.Dir(part), "_rels", path.Base(part)+".rels"), path.Dir(part))
	if err != nil {
		return nil, err
	}
	w := &xlsxParts{}
	for _, l := range links {
		switch l.kind {
		case "sharedStrings":
			w.strings = l.target
		case "styles":
			w.styles = l.target
		}
	}
	if err := w.readSheets(a, part, links); err != nil {
		return nil, err
	}
	return w, w.readStyles(a)
}

// workbookPart finds the workbook's main part.
func workbookPart(a *archive) (string, error) {
	const usual = "xl/workbook.xml"
	if a.parts[usual] != nil {
		return usual, nil
	}
	links, err := relations(a, "_rels/.rels", "")
	if err != nil {
		return "", err
	}
	for _, l := range links {
		if l.kind == "officeDocument" {
			return l.target, nil
		}
	}
	return "", table.Broken(usual, table.ReasonMissing)
}

// relations reads a part of links, by their ids. Targets are relative to base.
func relations(a *archive, name, base string) (map[string]relation, error) {
	links := map[string]relation{}
	err := a.walk(name, func(e *xmlscan.Token) error {
		if e.Name.Local != "Relationship" || e.Attr("TargetMode") == "External" {
			return nil
		}
		target := strings.ReplaceAll(e.Attr("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(base, target)
		}
		links[e.Attr("Id")] = relation{kind: path.Base(e.Attr("Type")), target: partName(target)}
		return nil
	})
	return links, err
}

// smallPart is how many bytes a part may have that holds no cells: what is read
// of one stays in memory.
const smallPart = 16 << 20

// walk reads a small part to its end and calls start for each element, whose
// error ends the walk.
func (a *archive) walk(name string, start func(e *xmlscan.Token) error) error {
	if f := a.parts[partName(name)]; f != nil && f.UncompressedSize64 > smallPart {
		return table.UnpacksTooMuch("part", smallPart)
	}
	p, err := a.openXML(name)
	if err != nil {
		return err
	}
	defer p.close()
	for {
		token, err := p.next()
		if token == nil || err != nil {
			return err
		}
		if token.Kind == xmlscan.Start {
			if err := start(token); err != nil {
				return err
			}
		}
	}
}

func (w *xlsxParts) readSheets(a *archive, part string, links map[string]relation) error {
	return a.walk(part, func(e *xmlscan.Token) error {
		switch e.Name.Local {
		case "workbookPr":
			w.date1904 = w.date1904 || isTrue(e.Attr("date1904")) // an extension of Excel has an element of this name too
		case "sheet":
			id, state := linkID(e), e.Attr("state")
			link, ok := links[id]
			if !ok && (id == "" || state == "veryHidden") {
				return nil // a sheet of macros, which old programs name and keep elsewhere
			}
			if !ok {
				return table.Broken(part, table.ReasonMissing)
			}
			if link.kind != "worksheet" { // there are sheets of charts, macros and dialogs too
				return nil
			}
			if len(w.sheets) == a.limits.Sheets {
				return a.limits.TooManySheets()
			}
			w.sheets = append(w.sheets, xlsxSheet{name: e.Attr("name"), part: link.target, hidden: state == "hidden" || state == "veryHidden"})
		}
		return nil
	})
}

// linkID is the relation of a sheet: the attribute id of a namespace of its
// own, beside sheetId.
func linkID(e *xmlscan.Token) string {
	for _, a := range e.Attrs {
		if a.Name.Local == "id" && a.Name.Prefix != "" {
			return string(a.Value)
		}
	}
	return ""
}

// readStyles reads the number format of each cell style. Where the styles are
// named and missing, only cells that need one can't be read.
func (w *xlsxParts) readStyles(a *archive) error {
	if w.styles == "" {
		return nil
	}
	if a.parts[partName(w.styles)] == nil {
		w.lost = w.styles
		return nil
	}
	codes := map[int]string{}
	section := ""
	err := a.walk(w.styles, func(e *xmlscan.Token) error {
		switch e.Name.Local {
		case "numFmts", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs":
			section = e.Name.Local
		case "numFmt":
			if section == "numFmts" {
				codes[atoi(e.Attr("numFmtId"))] = e.Attr("formatCode")
			}
		case "xf":
			if section == "cellXfs" {
				w.formats = append(w.formats, numberFormat{id: atoi(e.Attr("numFmtId"))})
			}
		}
		return nil
	})
	for i := range w.formats {
		w.formats[i].code = codes[w.formats[i].id]
	}
	return err
}

// atoi reads a number that may be missing.
func atoi(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

func isTrue(value string) bool {
	return value == "1" || value == "true" || value == "on"
}
