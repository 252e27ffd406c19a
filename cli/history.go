package cli

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"kortisto/db"
)

// timeForm is how moments are shown, in the machine's time zone: short, the
// same in every language, and in order when sorted.
const timeForm = "2006-01-02 15:04"

// pastImportJSON is the JSON form of a past import.
type pastImportJSON struct {
	Import   int64     `json:"import"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	File     string    `json:"file"`
	New      int       `json:"new"` // customers that it created, or brought back
	Modified int       `json:"modified"`
	Removed  int       `json:"removed"` // by an undo
	Undoes   int64     `json:"undoes"`  // the import or undo that it takes back; 0 for an import of a file
	Undone   bool      `json:"undone"`  // it was undone, and that undo holds
}

func (p *program) historyCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:  "history",
		RunE: func(cmd *cobra.Command, _ []string) error { return p.history(cmd.Context(), asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "")
	return p.takes(cmd, argument{})
}

// history lists the saved imports and the undos, the last one first.
func (p *program) history(ctx context.Context, asJSON bool) error {
	return p.withReader(ctx, func(register *db.DB) error {
		imports, err := register.Imports(ctx, 0, 0)
		switch {
		case err != nil:
			return err
		case asJSON:
			return p.printHistoryJSON(imports)
		case len(imports) == 0:
			p.say(p.text.Text("history.none"))
			return nil
		}
		rows := make([][]string, len(imports))
		for i, past := range imports {
			rows[i] = []string{strconv.FormatInt(past.ID, 10), past.SavedAt.Time().Format(timeForm), p.who(past.SavedBy), p.fileName(past.FileName),
				p.text.Number(past.Created), p.text.Number(past.Modified), p.text.Number(past.Removed), p.stateOf(&past)}
		}
		return p.printRows([]string{"import", "when", "who", "file", "new", "modified", "removed", "state"}, rows)
	})
}

// stateOf says what an undo takes back, and whether an entry has been undone.
func (p *program) stateOf(past *db.Import) string {
	var states []string
	switch {
	case past.Restores:
		states = append(states, p.text.Text("history.restores", "import", past.Origin))
	case past.Undoes != 0:
		states = append(states, p.text.Text("history.undoes", "import", past.Undoes))
	}
	if past.Undone {
		states = append(states, p.text.Text("history.undone"))
	}
	return strings.Join(states, ", ")
}

func (p *program) printHistoryJSON(imports []db.Import) error {
	list := make([]pastImportJSON, len(imports))
	for i, past := range imports {
		list[i] = pastImportJSON{past.ID, past.SavedAt.Time(), past.SavedBy, past.FileName,
			past.Created, past.Modified, past.Removed, past.Undoes, past.Undone}
	}
	return p.printJSON(list)
}
