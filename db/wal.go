package db

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
)

// Sizes in SQLite's files, in bytes.
const (
	firstPageHeader = 108 // of a database, with the header of the tree of its tables
	logHeader       = 32
	frameHeader     = 24
)

// fileMagic is how every SQLite database begins.
const fileMagic = "SQLite format 3\x00"

// firstPage is what the first page of a database tells.
type firstPage struct {
	pageSize    int
	serial      uint32 // PRAGMA user_version: see nextSerial
	application uint32 // PRAGMA application_id
	tables      bool   // it has any
}

func parseFirstPage(page []byte) firstPage {
	size := int(binary.BigEndian.Uint16(page[16:]))
	if size == 1 {
		size = 64 << 10
	}
	const interior = 5 // a tree of tables that is larger than the page
	return firstPage{
		pageSize:    size,
		serial:      binary.BigEndian.Uint32(page[60:]),
		application: binary.BigEndian.Uint32(page[68:]),
		tables:      page[100] == interior || binary.BigEndian.Uint16(page[103:]) > 0,
	}
}

// readFirstPage reads the beginning of a database file. It fails with
// ErrNotDatabase for a file of another kind. SQLite must not have the file open
// in this process: to close it drops the locks of the whole process.
func readFirstPage(path string) (firstPage, error) {
	file, err := os.Open(path)
	if err != nil {
		return firstPage{}, err
	}
	defer file.Close()
	page := make([]byte, firstPageHeader)
	n, err := io.ReadFull(file, page)
	switch {
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return firstPage{}, err
	case !bytes.HasPrefix(page, []byte(fileMagic)):
		return firstPage{}, ErrNotDatabase
	case n < len(page):
		return firstPage{}, ErrDamaged
	}
	return parseFirstPage(page), nil
}

// writeAheadLog is what a write-ahead log holds that SQLite would take for the
// newest state of the database beside it.
type writeAheadLog struct {
	pageSize    int
	frames      int        // committed
	first, last *firstPage // the first pages among them; nil where there are none
}

// readLog reads a write-ahead log as SQLite does: up to the last commit before
// the first frame that does not fit what is before it. A file that is missing
// or none of SQLite's is an empty log.
func readLog(path string) (writeAheadLog, error) {
	var log writeAheadLog
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return log, nil
	}
	if err != nil {
		return log, err
	}
	defer file.Close()
	header := make([]byte, logHeader)
	if _, err := io.ReadFull(file, header); err != nil {
		return log, atEnd(err)
	}
	magic := binary.BigEndian.Uint32(header)
	if magic&^1 != 0x377f0682 {
		return log, nil
	}
	sum := checksum{order: binary.LittleEndian}
	if magic&1 == 1 {
		sum.order = binary.BigEndian
	}
	log.pageSize = int(binary.BigEndian.Uint32(header[8:]))
	if sum.add(header[:24]); !sum.is(header[24:]) || log.pageSize < 512 || log.pageSize > 64<<10 {
		return log, nil
	}
	return log, log.readFrames(file, header[16:24], sum)
}

func (log *writeAheadLog) readFrames(file io.Reader, salts []byte, sum checksum) error {
	frame := make([]byte, frameHeader+log.pageSize)
	var first, last *firstPage // also those that are not committed yet
	for n := 1; ; n++ {
		if _, err := io.ReadFull(file, frame); err != nil {
			return atEnd(err)
		}
		sum.add(frame[:8])
		sum.add(frame[frameHeader:])
		if !bytes.Equal(frame[8:16], salts) || !sum.is(frame[16:frameHeader]) {
			return nil
		}
		if binary.BigEndian.Uint32(frame) == 1 {
			page := parseFirstPage(frame[frameHeader:])
			if last = &page; first == nil {
				first = &page
			}
		}
		if commit := binary.BigEndian.Uint32(frame[4:]); commit != 0 {
			log.frames, log.first, log.last = n, first, last
		}
	}
}

// atEnd makes no error of the end of a file.
func atEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// checksum is the running checksum of a write-ahead log.
type checksum struct {
	order binary.ByteOrder
	a, b  uint32
}

func (s *checksum) add(data []byte) {
	for ; len(data) >= 8; data = data[8:] {
		s.a += s.order.Uint32(data) + s.b
		s.b += s.order.Uint32(data[4:]) + s.a
	}
}

func (s *checksum) is(stored []byte) bool {
	return binary.BigEndian.Uint32(stored) == s.a && binary.BigEndian.Uint32(stored[4:]) == s.b
}
