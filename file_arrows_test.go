package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFilesCallOneWay holds that no file of a package calls one by which it is called,
// directly or by way of others: whoever reads a file need not have read what calls it.
func TestFilesCallOneWay(t *testing.T) {
	for pkg := range below {
		dir := strings.TrimPrefix(pkg, "kortisto/")
		calls := callsBetweenFiles(t, dir)
		if len(calls) == 0 && slices.Contains([]string{"customer", "sheet", "importer", "db", "cli", "handlers"}, dir) {
			t.Errorf("%s: no file calls another one", dir)
		}
		if circle := findCircle(calls); circle != nil {
			t.Errorf("%s: files call each other in a circle: %s", dir, strings.Join(circle, " → "))
		}
	}
}

// callsBetweenFiles lists for each file of a package those whose functions it uses.
// What other packages hold is not looked at, and so not known: calls within the
// package are found all the same.
func callsBetweenFiles(t *testing.T, dir string) map[string][]string {
	t.Helper()
	files := token.NewFileSet()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var parsed []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
	}
	info := types.Info{Uses: make(map[*ast.Ident]types.Object)}
	config := types.Config{Importer: emptyImporter{}, Error: func(error) {}}
	_, _ = config.Check(dir, files, parsed, &info) // fails for want of other packages
	fileOf := func(at token.Pos) string { return filepath.Base(files.Position(at).Filename) }
	calls := make(map[string][]string)
	for used, object := range info.Uses {
		called, is := object.(*types.Func)
		if !is || !called.Pos().IsValid() {
			continue
		}
		from, to := fileOf(used.Pos()), fileOf(called.Pos())
		if from != to && !slices.Contains(calls[from], to) {
			calls[from] = append(calls[from], to)
		}
	}
	return calls
}

// findCircle is a way from a file back to it, nil where there is none.
func findCircle(calls map[string][]string) []string {
	done := make(map[string]bool)
	var way []string
	var visit func(file string) []string
	visit = func(file string) []string {
		if i := slices.Index(way, file); i >= 0 {
			return append(slices.Clone(way[i:]), file)
		}
		if done[file] {
			return nil
		}
		done[file] = true
		way = append(way, file)
		defer func() { way = way[:len(way)-1] }()
		for _, next := range calls[file] {
			if circle := visit(next); circle != nil {
				return circle
			}
		}
		return nil
	}
	for file := range calls {
		if circle := visit(file); circle != nil {
			return circle
		}
	}
	return nil
}

// emptyImporter gives packages in which there is nothing.
type emptyImporter struct{}

func (emptyImporter) Import(name string) (*types.Package, error) {
	pkg := types.NewPackage(name, path.Base(name))
	pkg.MarkComplete()
	return pkg, nil
}
