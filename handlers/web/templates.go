package web

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Templates renders pages by html/template. Each page is parsed into a clone of
// the layout and the partials, so that every page has its own "title", "main"
// and fragments; after that nothing is written to, and any number of pages can
// be rendered at once.
type Templates struct {
	pages map[string]*template.Template
}

const layoutFile = "layout.html"

// ParseTemplates parses every page, with functions that they can call. It fails
// on the first page that is faulty.
func ParseTemplates(files fs.FS, funcs template.FuncMap) (*Templates, error) {
	common, err := template.New("").Funcs(funcs).ParseFS(files, layoutFile, "partials/*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "*.html")
	if err != nil {
		return nil, err
	}
	pages := make(map[string]*template.Template, len(names))
	for _, file := range names {
		if file == layoutFile {
			continue
		}
		page, err := template.Must(common.Clone()).ParseFS(files, file)
		if err != nil {
			return nil, err
		}
		if page, err = parseParts(page, files, strings.TrimSuffix(file, path.Ext(file))); err != nil {
			return nil, err
		}
		if err := checkEscaping(page); err != nil {
			return nil, err
		}
		pages[strings.TrimSuffix(file, path.Ext(file))] = page
	}
	return &Templates{pages}, nil
}

// parseParts adds the parts of a page that stand in a folder of its name.
func parseParts(page *template.Template, files fs.FS, folder string) (*template.Template, error) {
	if parts, err := fs.Glob(files, folder+"/*.html"); err != nil || len(parts) == 0 {
		return page, err
	}
	return page.ParseFS(files, folder+"/*.html")
}

// checkEscaping finds at the start what html/template would find at the first
// rendering. That there are no data is no fault here.
func checkEscaping(page *template.Template) error {
	var fault *template.Error
	if err := page.ExecuteTemplate(io.Discard, layoutFile, nil); errors.As(err, &fault) {
		return err
	}
	return nil
}

// Render writes a page, as in "customers_index", or one of its fragments, as
// in "customers_index#list".
func (t *Templates) Render(w io.Writer, name string, data any) error {
	name, fragment, _ := strings.Cut(name, "#")
	page, ok := t.pages[name]
	if !ok {
		return fmt.Errorf("web: no page %q", name)
	}
	if fragment == "" {
		fragment = layoutFile
	}
	return page.ExecuteTemplate(w, fragment, data)
}
