package locale

import "strings"

// megabyte is how limits and sizes are shown.
const megabyte = 1 << 20

// File puts the error of a file that cannot be read into words, by the code
// and the arguments of a sheet.Error. Sizes in bytes are shown in megabytes.
func (p *Printer) File(code string, args map[string]any) string {
	data := make(map[string]any, len(args))
	for name, value := range args {
		if names, ok := value.([]string); ok {
			value = strings.Join(names, ", ")
		}
		data[name] = value
	}
	id := "sheet." + code
	what, divided := args["what"].(string)
	if divided {
		id += "." + what
	}
	if code == "file-too-large" || what == "unzipped" {
		for _, name := range [...]string{"found", "limit"} {
			if n, ok := wholeNumber(data[name]); ok {
				data[name] = p.megabytes(n)
			}
		}
	}
	return p.Text(id, data)
}

// megabytes rounds up, so that what is above a limit never looks equal to it.
func (p *Printer) megabytes(bytes int) string {
	return p.Number((bytes + megabyte - 1) / megabyte)
}
