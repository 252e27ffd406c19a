// Package locale holds every text that people read, in Finnish, in Swedish as
// it is used in Finland, and in English. The texts stand in JSON files, some for
// each language, their keys grouped by what comes before the first dot.
package locale

import (
	"embed"
	"flag"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

// Languages are the languages that the texts exist in, the default first.
var Languages = []string{"fi", "sv", "en"}

// noBreakSpace separates thousands in Finnish and Swedish.
const noBreakSpace = "\u00a0"

// longestValue is how many characters of a value a message shows.
const longestValue = 80

//go:embed *.json
var files embed.FS

// Printer gives texts in one language. It is safe for concurrent use.
type Printer struct {
	lang      string
	localizer *i18n.Localizer
	plain     map[string]string // messages without arguments, by id
	plural    map[string]bool   // messages that have a form for one
}

var printers = load()

var matcher = func() language.Matcher {
	tags := make([]language.Tag, len(Languages))
	for i, lang := range Languages {
		tags[i] = language.Make(lang)
	}
	return language.NewMatcher(tags)
}()

// load reads the embedded texts. They are a part of the program: a fault in
// them is a fault of the build.
func load() map[string]*Printer {
	bundle := i18n.NewBundle(language.Make(Languages[0]))
	loaded := make(map[string]*Printer, len(Languages))
	for _, lang := range Languages {
		p := &Printer{lang: lang, plain: make(map[string]string), plural: make(map[string]bool)}
		for _, name := range filesOf(lang) {
			file, err := bundle.LoadMessageFileFS(files, name)
			if err != nil {
				panic("locale: " + name + ": " + err.Error())
			}
			for _, message := range file.Messages {
				if message.One != "" {
					p.plural[message.ID] = true
				} else if !strings.Contains(message.Other, "{{") {
					p.plain[message.ID] = message.Other
				}
			}
		}
		loaded[lang] = p
	}
	for lang, p := range loaded {
		p.localizer = i18n.NewLocalizer(bundle, lang)
	}
	return loaded
}

// filesOf lists the files of a language: fi.json, and those of one subject each,
// such as pages.fi.json.
func filesOf(lang string) []string {
	subjects, err := fs.Glob(files, "*."+lang+".json")
	if err != nil {
		panic(err) // the pattern is faulty
	}
	return append(subjects, lang+".json")
}

// For returns the printer of a language, the Finnish one for a language that
// the program does not speak.
func For(lang string) *Printer {
	if p, ok := printers[lang]; ok {
		return p
	}
	return printers[Languages[0]]
}

// Match picks the language that suits an Accept-Language header best.
func Match(acceptLanguage string) string {
	_, i := language.MatchStrings(matcher, acceptLanguage)
	return Languages[i]
}

// Lang returns the printer's language: fi, sv or en.
func (p *Printer) Lang() string { return p.lang }

// Text returns the message with an id. The arguments are names and values in
// turn, or one map. The argument count picks the plural form; it, total and limit
// are amounts and are written with separated thousands, other numbers are
// written as they are, since a line or a customer number is a name.
//
// A message that is missing, or an argument that it lacks, is a fault of the
// program: a panic in tests, in production the id and "<no value>".
func (p *Printer) Text(id string, args ...any) string {
	if text, ok := p.plain[id]; ok {
		return text
	}
	data := arguments(id, args)
	config := i18n.LocalizeConfig{MessageID: id, TemplateData: data, TemplateParser: parser}
	if p.plural[id] {
		config.PluralCount = data["count"]
	}
	for _, name := range [...]string{"count", "total", "limit"} {
		if n, ok := wholeNumber(data[name]); ok {
			data[name] = p.Number(n)
		}
	}
	text, err := p.localizer.Localize(&config)
	if err != nil {
		fault(fmt.Sprintf("locale: %s: %v", p.lang, err))
		if text == "" {
			return id
		}
	}
	if strings.Contains(text, "<no value>") {
		fault(fmt.Sprintf("locale: %s: %q lacks an argument: %s", p.lang, id, text))
	}
	return text
}

// List puts parts of a sentence together: a, b and c.
func (p *Printer) List(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return p.Text("summary.and", "first", strings.Join(parts[:last], ", "), "second", parts[last])
}

// Number writes an amount with separated thousands: 12 345 in Finnish and
// Swedish, 12,345 in English.
func (p *Printer) Number(n int) string {
	separator := noBreakSpace
	if p.lang == "en" {
		separator = ","
	}
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return sign + digits
}

// Size writes how large a file is: in megabytes, a small one in kilobytes.
func (p *Printer) Size(bytes int64) string {
	const kilo, mega = 1000, 1_000_000
	if bytes < mega {
		return p.Text("size.kilobytes", "total", (bytes+kilo-1)/kilo)
	}
	return p.Text("size.megabytes", "total", (bytes+mega-1)/mega)
}

// Problem puts a problem of a value or a row into words. The label of the field
// that it concerns is the argument field; long values are shortened. The day of
// the argument at, a moment by RFC 3339, is the argument date.
func (p *Printer) Problem(code, fieldLabel string, args map[string]any) string {
	data := make(map[string]any, len(args)+1)
	for name, value := range args {
		if text, ok := value.(string); ok {
			value = shorten(text)
		}
		data[name] = value
	}
	if at, told := args["at"].(string); told {
		data["date"] = p.day(at)
	}
	data["field"] = fieldLabel
	return p.Text("problem."+code, data)
}

// day writes the day of a moment by RFC 3339.
func (p *Printer) day(moment string) string {
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		fault(fmt.Sprintf("locale: %q is no moment", moment))
		return moment
	}
	return at.Local().Format(p.Text("time.date"))
}

func shorten(text string) string {
	if len(text) <= longestValue {
		return text
	}
	n := 0
	for i := range text {
		if n++; n > longestValue {
			return text[:i] + "…"
		}
	}
	return text
}

// arguments gathers the arguments of a message into a map that may be written to.
func arguments(id string, args []any) map[string]any {
	data := make(map[string]any, len(args)/2+1)
	if len(args) == 1 {
		given, ok := args[0].(map[string]any)
		if !ok {
			fault(fmt.Sprintf("locale: %q: a single argument must be a map", id))
		}
		for name, value := range given {
			data[name] = value
		}
		return data
	}
	for i := 0; i+1 < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			fault(fmt.Sprintf("locale: %q: the argument name %v is no text", id, args[i]))
		}
		data[name] = args[i+1]
	}
	if len(args)%2 != 0 {
		fault(fmt.Sprintf("locale: %q: an argument without a value", id))
	}
	return data
}

func wholeNumber(value any) (int, bool) {
	switch n := value.(type) {
	case int:
		return n, true
	case int64:
		return int(n), true
	}
	return 0, false
}

// parser makes templates of the messages, once each.
var parser = &template.TextParser{}

// fault makes a mistake in the use of messages loud in tests, and in
// production only in what is shown. A test is known by the flags of its binary:
// the package that could tell does not belong into the program.
func fault(text string) {
	if flag.Lookup("test.v") != nil {
		panic(text)
	}
}
