package workbook

import (
	"bytes"
	"regexp"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// builtInPassword is with what Excel encrypts a workbook that is protected
// against changes and has no password of its own: it opens such files unasked.
const builtInPassword = "VelvetSweatshop"

// mostSpins is how many times over a password may be hashed. Excel does it
// 100 000 times; a file that asks for many more would only cost time.
const mostSpins = 1_000_000

var spinCount = regexp.MustCompile(`spinCount="(\d+)"`)

// Decrypt opens an encrypted workbook that has no password but Excel's own. ok
// is false where it has another one.
func Decrypt(data []byte) (plain []byte, ok bool) {
	for _, spins := range spinCount.FindAllSubmatch(data, -1) {
		if n, err := strconv.Atoi(string(spins[1])); err != nil || n > mostSpins {
			return nil, false
		}
	}
	defer func() {
		if recover() != nil { // over a damaged container
			plain, ok = nil, false
		}
	}()
	plain, err := excelize.Decrypt(data, &excelize.Options{Password: builtInPassword})
	return plain, err == nil && bytes.HasPrefix(plain, magicZip)
}
