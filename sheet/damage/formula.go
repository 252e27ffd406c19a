package damage

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFormulaLength is the longest formula, in bytes, that is looked into.
const maxFormulaLength = 8192

// isFormulaText reports whether a spreadsheet program takes a text for a
// formula: it begins with = or @, or with + or - and is no plain number.
func isFormulaText(text string) bool {
	switch text[0] {
	case '=', '@':
		return len(text) > 1
	case '+', '-':
		_, count := readNumbers(text)
		return count == 0 && len(text) > 1
	}
	return false
}

// formulaDamage tells whether a cell could be the result of a stored text that
// is a formula. Where the result can be computed it has to be that one. Where
// cells or functions stand in the formula, any number, truth value or error
// may be; where only words do, an error. A text that no program can read as a
// formula (+358 (0)40 123) stays what it is.
func formulaDamage(stored, cell string) Kind {
	if IsErrorValue(cell) {
		return Formula
	}
	if stored[0] == '@' {
		return ""
	}
	if truth := strings.TrimPrefix(stored, "="); isTruth(truth) {
		if sameTruth(truth, cell) {
			return Formula
		}
		return ""
	}
	f := formula{rest: strings.TrimPrefix(stored, "=")}
	result := f.expression(0)
	f.space()
	switch {
	case f.broken || f.rest != "":
		return ""
	case f.open:
		if isTruth(cell) || isWrittenNumber(cell) {
			return Formula
		}
	case result.text != "":
		if result.text == cell {
			return Formula
		}
	case f.named || math.IsNaN(result.value) || math.IsInf(result.value, 0):
		// Only an error could come of it.
	case resultBecomes(result.value, cell):
		return Formula
	}
	return ""
}

func isWrittenNumber(cell string) bool {
	numbers, count := readNumbers(cell)
	for i := range count {
		if numbers[i].plain && !numbers[i].grouped {
			return true
		}
	}
	return false
}

// resultBecomes reports whether a cell is a computed number, to the digits that
// programs keep.
func resultBecomes(value float64, cell string) bool {
	text := strconv.FormatFloat(value, 'g', keptDigits, 64)
	if text == cell {
		return true
	}
	n, ok := readNumber(text, '.')
	numbers, count := readNumbers(cell)
	for i := range count {
		if ok && numbers[i].plain && n.becomes(&numbers[i]) {
			return true
		}
	}
	return false
}

// formula reads an expression from left to right.
type formula struct {
	rest   string
	depth  int
	broken bool // it cannot be read as a formula
	open   bool // its result depends on cells or functions
	named  bool // it holds words that name nothing
}

// result is a number or a text.
type result struct {
	value float64
	text  string
}

// maxFormulaDepth bounds brackets in brackets.
const maxFormulaDepth = 64

// powers bind the operators, the loosest first.
var powers = map[byte]int{'&': 1, '+': 2, '-': 2, '*': 3, '/': 3, '^': 4}

// expression reads operands with operators that bind more strongly than least.
func (f *formula) expression(least int) result {
	left := f.operand()
	for !f.broken {
		f.space()
		if f.rest == "" {
			break
		}
		operator := f.rest[0]
		power, known := powers[operator]
		if !known || power <= least {
			break
		}
		f.rest = f.rest[1:]
		left = combine(operator, left, f.expression(power))
	}
	return left
}

func combine(operator byte, a, b result) result {
	if operator == '&' {
		return result{text: a.String() + b.String()}
	}
	x, y := a.number(), b.number()
	switch operator {
	case '+':
		return result{value: x + y}
	case '-':
		return result{value: x - y}
	case '*':
		return result{value: x * y}
	case '/':
		return result{value: x / y}
	}
	return result{value: math.Pow(x, y)}
}

// number gives what a program reckons with: a text has to be written as a number.
func (r result) number() float64 {
	if r.text == "" {
		return r.value
	}
	if value, err := strconv.ParseFloat(strings.Replace(r.text, ",", ".", 1), 64); err == nil {
		return value
	}
	return math.NaN()
}

func (r result) String() string {
	if r.text != "" {
		return r.text
	}
	return strconv.FormatFloat(r.value, 'g', keptDigits, 64)
}

// operand reads a number, a text, brackets, or what has to be looked up, with
// the signs before it and percent signs behind it.
func (f *formula) operand() result {
	f.space()
	if f.rest == "" || f.depth > maxFormulaDepth {
		f.broken = true
		return result{}
	}
	f.depth++
	defer func() { f.depth-- }()
	var r result
	switch c := f.rest[0]; {
	case c == '+':
		f.rest = f.rest[1:]
		return f.operand()
	case c == '-':
		f.rest = f.rest[1:]
		r = f.operand()
		r.value = -r.value
		return r
	case c == '(':
		r = f.inBrackets()
	case c == '"':
		r = f.quoted()
	case isDigit(c):
		r = f.literal()
	default:
		f.reference()
	}
	for f.space(); strings.HasPrefix(f.rest, "%"); f.space() {
		f.rest = f.rest[1:]
		r.value /= 100
	}
	return r
}

func (f *formula) inBrackets() result {
	f.rest = f.rest[1:]
	r := f.expression(0)
	f.space()
	if !strings.HasPrefix(f.rest, ")") {
		f.broken = true
		return r
	}
	f.rest = f.rest[1:]
	return r
}

// quoted reads "a text with ""quotes"" in it".
func (f *formula) quoted() result {
	var b strings.Builder
	for rest := f.rest[1:]; ; {
		text, after, closed := strings.Cut(rest, `"`)
		b.WriteString(text)
		switch {
		case !closed:
			f.broken = true
			return result{}
		case !strings.HasPrefix(after, `"`):
			f.rest = after
			return result{text: b.String()}
		}
		b.WriteByte('"')
		rest = after[1:]
	}
}

// literal reads a number with a decimal point or comma.
func (f *formula) literal() result {
	end := 0
	for end < len(f.rest) && (isDigit(f.rest[end]) || f.rest[end] == '.' || f.rest[end] == ',') {
		end++
	}
	value, err := strconv.ParseFloat(strings.Replace(f.rest[:end], ",", ".", 1), 64)
	f.broken = f.broken || err != nil
	f.rest = f.rest[end:]
	if r, _ := utf8.DecodeRuneInString(f.rest); unicode.IsLetter(r) {
		f.reference() // 2A is no number
	}
	return result{value: value}
}

// reference reads the name of cells, of a function with its arguments, or a
// word. Words side by side name what they have in common, so they are one.
func (f *formula) reference() {
	for more := true; more; {
		name := f.word()
		if name == "" {
			f.broken = true
			return
		}
		switch {
		case strings.HasPrefix(f.rest, "("):
			f.open = true
			f.skipArguments()
		case isCell(name):
			f.open = true
		default:
			f.named = true
		}
		f.space()
		next, _ := utf8.DecodeRuneInString(f.rest)
		more = unicode.IsLetter(next)
	}
}

// word takes a word of letters, digits and what stands in references.
func (f *formula) word() string {
	end := strings.IndexFunc(f.rest, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_.$:!", r)
	})
	if end < 0 {
		end = len(f.rest)
	}
	word := f.rest[:end]
	f.rest = f.rest[end:]
	return word
}

// skipArguments passes over brackets and all that is in them.
func (f *formula) skipArguments() {
	open := 0
	for i := range len(f.rest) {
		switch f.rest[i] {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				f.rest = f.rest[i+1:]
				return
			}
		}
	}
	f.broken = true
}

// isCell reports whether a name is that of a cell or of a block of cells: A1, $B$12, A1:C9.
func isCell(name string) bool {
	first, _, _ := strings.Cut(strings.ReplaceAll(name, "$", ""), ":")
	letters := strings.TrimRight(first, "0123456789")
	if len(letters) < 1 || len(letters) > 3 || len(letters) == len(first) {
		return false
	}
	for i := range len(letters) {
		if c := letters[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

func (f *formula) space() { f.rest = strings.TrimLeft(f.rest, " \u00a0\n\t") }
