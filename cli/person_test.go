package cli_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"kortisto/sheet"
)
