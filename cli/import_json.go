package cli

import (
	"slices"
	"time"

	"kortisto/customer"
	"kortisto/importer"
)

// The JSON form of a plan. Its keys are a contract.
type (
	fileJSON struct {
		Name      string `json:"name"`
		Format    string `json:"format"`
		Charset   string `json:"charset"`
		Delimiter string `json:"delimiter"`
		Sheet     string `json:"sheet"`      // of a workbook
		HeaderRow int    `json:"header_row"` // its line, 0 for none
		Rows      int    `json:"rows"`
	}
	columnJSON struct {
		Column int            `json:"column"` // from 1
		Header string         `json:"header"`
		Field  customer.Field `json:"field"`
	}
	countsJSON struct {
		New       int `json:"new"`
		Modified  int `json:"modified"`
		Unchanged int `json:"unchanged"`
		Undecided int `json:"undecided"`
		Error     int `json:"error"`
		Excluded  int `json:"excluded"`
	}
	rowJSON struct {
		Line       int              `json:"line"`
		Status     importer.Status  `json:"status"`
		Customer   int              `json:"customer"` // 0 for none yet
		MatchedBy  importer.Match   `json:"matched_by"`
		Changes    []changeJSON     `json:"changes"`
		Kept       []customer.Field `json:"kept"`
		Repaired   []customer.Field `json:"repaired"`
		Candidates []int            `json:"candidates"`
		Conflicts  []conflictJSON   `json:"conflicts"`
		Problems   []problemJSON    `json:"problems"`
	}
	conflictJSON struct {
		Field    customer.Field `json:"field"`
		Exported string         `json:"exported"`
		Current  string         `json:"current"`
		File     string         `json:"file"`
		Who      string         `json:"who"` // gave the current value
		At       time.Time      `json:"at"`
		Import   int64          `json:"import"` // that it came by, 0 for none
	}
	changeJSON struct {
		Field customer.Field `json:"field"`
		Old   string         `json:"old"`
		New   string         `json:"new"`
	}
	problemJSON struct {
		Field   customer.Field `json:"field"`
		Level   customer.Level `json:"level"`
		Code    customer.Code  `json:"code"`
		Message string         `json:"message"`
	}
	savedJSON struct {
		Import   int64 `json:"import"`
		New      int   `json:"new"`
		Modified int   `json:"modified"`
	}
)

// printJSON writes the plan as one object, row by row, so that a long one is
// not held twice.
func (r *importRun) printJSON() error {
	w := newJSONWriter(r.stdout)
	table, plan := r.input.Sheet, r.plan
	columns := make([]columnJSON, len(r.input.Mapping))
	for i, field := range r.input.Mapping {
		columns[i] = columnJSON{i + 1, table.Header[i], field}
	}
	groups := make([]string, len(plan.GroupsToCreate))
	for i, group := range plan.GroupsToCreate {
		groups[i] = group.Name
	}
	c := plan.Counts
	w.text(`{"file": `)
	w.value(fileJSON{r.file.Name, string(table.Format), table.Charset, table.Delimiter, table.Name, table.HeaderRow, len(table.Rows)})
	w.text(",\n\"mapping\": ")
	w.value(columns)
	w.text(",\n\"defaults\": ")
	w.value(r.defaults)
	w.text(",\n\"alarms\": ")
	w.value(r.alarms())
	w.text(",\n\"counts\": ")
	w.value(countsJSON{c[importer.New], c[importer.Modified], c[importer.Unchanged],
		c[importer.Undecided], c[importer.Error], c[importer.Excluded]})
	w.text(",\n\"groups_to_create\": ")
	w.value(groups)
	w.text(",\n\"fingerprint\": ")
	w.value(r.fingerprint)
	w.text(",\n\"rows\": [")
	for i := range plan.Rows {
		if w.err != nil {
			return w.err
		}
		if i > 0 {
			w.text(",")
		}
		w.text("\n")
		w.value(r.rowJSON(plan.Rows[i]))
	}
	w.text("]")
	if r.saved != nil {
		w.text(",\n\"saved\": ")
		w.value(savedJSON{r.saved.Import, r.saved.Counts[importer.New], r.saved.Counts[importer.Modified]})
	}
	w.text("}\n")
	return w.close()
}

func (r *importRun) rowJSON(row *importer.Row) rowJSON {
	result := rowJSON{
		Line:       row.Line,
		Status:     row.Status,
		Customer:   row.Customer,
		MatchedBy:  row.MatchedBy,
		Changes:    []changeJSON{},
		Kept:       orEmpty(slices.Collect(row.Kept.All())),
		Repaired:   orEmpty(slices.Collect(row.Repaired.All())),
		Candidates: orEmpty(row.Candidates),
		Conflicts:  []conflictJSON{},
		Problems:   make([]problemJSON, len(row.Problems)),
	}
	for _, c := range row.Conflicts {
		result.Conflicts = append(result.Conflicts, conflictJSON{c.Field, c.Exported, c.Current, c.File, c.Write.Who, c.Write.At.UTC(), c.Write.Import})
	}
	if row.MatchedBy == importer.ByUser {
		result.MatchedBy = ""
	}
	if row.Status == importer.Modified {
		for change := range row.Changes.All() {
			result.Changes = append(result.Changes, changeJSON(change))
		}
	}
	for i, problem := range row.Problems {
		result.Problems[i] = problemJSON{problem.Field, problem.Level, problem.Code, r.describe(problem)}
	}
	return result
}
