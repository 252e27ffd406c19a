package workbook

import (
	"archive/zip"
	"bufio"
	"bytes"
	"html"
	"io"
	"unicode/utf8"

	"kortisto/sheet/table"
)

// What is taken for a text among bytes: shorter runs of characters are there by
// chance. Longer ones are given in parts that overlap, so that no word is torn in all
// of them.
const (
	shortestRun = 4
	longestRun  = 64 << 10
	overlapRun  = 1 << 10
)

// eachRun gives what looks like text in a part that is no XML: a picture, settings of
// a printer, a drawing in HTML.
func eachRun(f *zip.File, take func(text string) error) error {
	source, err := f.Open()
	if err != nil {
		return table.Broken(f.Name, table.ReasonZip)
	}
	defer source.Close()
	in := bufio.NewReaderSize(source, longestRun)
	if start, _ := in.Peek(len(magicZip)); bytes.Equal(start, magicZip) {
		return table.Unsupported("zip")
	}
	run, last := make([]byte, 0, longestRun), byte(' ')
	for {
		b, err := in.ReadByte()
		switch {
		case err == io.EOF:
			return giveRun(run, take)
		case err != nil:
			return table.Broken(f.Name, table.ReasonZip)
		case b == 0 && last != 0: // half of a character of UTF-16
		case b < ' ', b == '<', b == '>', b == '"':
			if err := giveRun(run, take); err != nil {
				return err
			}
			run = run[:0]
		default:
			run = append(run, b)
		}
		last = b
		if len(run) == longestRun {
			if err := giveRun(run, take); err != nil {
				return err
			}
			run = append(run[:0], run[longestRun-overlapRun:]...)
		}
	}
}

// giveRun gives a run of bytes as UTF-8, or else as Latin-1.
func giveRun(run []byte, take func(text string) error) error {
	if len(run) < shortestRun {
		return nil
	}
	text := string(run)
	if !utf8.Valid(run) {
		letters := make([]rune, len(run))
		for i, b := range run {
			letters[i] = rune(b)
		}
		text = string(letters)
	}
	return take(html.UnescapeString(text))
}
