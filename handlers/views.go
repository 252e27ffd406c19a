package handlers

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"

	"kortisto/customer"
)

// engine renders pages by html/template. Each page is parsed into a clone of
// the layout and the partials, so that every page has its own "title", "main"
// and fragments; after Load nothing is written to, and any number of pages can
// be rendered at once.
type engine struct {
	files fs.FS
	funcs template.FuncMap
	pages map[string]*template.Template
}

const layoutFile = "layout.html"

// Load parses every page. It fails on the first page that is faulty.
func (e *engine) Load() error {
	common, err := template.New("").Funcs(e.funcs).ParseFS(e.files, layoutFile, "partials/*.html")
	if err != nil {
		return err
	}
	files, err := fs.Glob(e.files, "*.html")
	if err != nil {
		return err
	}
	pages := make(map[string]*template.Template, len(files))
	for _, file := range files {
		if file == layoutFile {
			continue
		}
		page, err := template.Must(common.Clone()).ParseFS(e.files, file)
		if err != nil {
			return err
		}
		if err := checkEscaping(page); err != nil {
			return err
		}
		pages[strings.TrimSuffix(file, path.Ext(file))] = page
	}
	e.pages = pages
	return nil
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
func (e *engine) Render(w io.Writer, name string, data any) error {
	name, fragment, _ := strings.Cut(name, "#")
	page, ok := e.pages[name]
	if !ok {
		return fmt.Errorf("handlers: no page %q", name)
	}
	if fragment == "" {
		fragment = layoutFile
	}
	return page.ExecuteTemplate(w, fragment, data)
}

// templateFuncs are what templates can call beside the methods of their page:
// url turns a path of ours into an address, asset the name of a static file
// into one that changes with its content, field the key of a field into it.
func (s *server) templateFuncs() template.FuncMap {
	return template.FuncMap{"url": s.url, "asset": s.asset, "field": fieldByKey}
}

func fieldByKey(key string) (customer.Field, error) {
	field, ok := customer.ParseField(key)
	if !ok {
		return customer.None, fmt.Errorf("handlers: no field %q", key)
	}
	return field, nil
}

// url returns the address of a path that begins with a slash.
func (s *server) url(path string) string { return s.basePath + path }
