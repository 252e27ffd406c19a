package confirmation

import "kortisto/importer"

// explanation answers what somebody may ask of an open row.
type explanation struct {
	ID               string
	Question, Answer string
	At               string // where the help says it among its kin
}

// explain tells of a row what its status and its marks mean, and how its customer
// was found.
func (v *View) explain(row *importer.Row) []explanation {
	var told []explanation
	tell := func(name, question, answer string) {
		told = append(told, explanation{ID: name, Question: question, Answer: v.words.Text(answer), At: "/help/statuses#" + name})
	}
	meaning := func(name, word, answer string) {
		tell(name, v.words.Text("guide.meaning", "word", v.words.Text(word)), answer)
	}
	if row.MatchedBy != "" {
		tell("by-"+string(row.MatchedBy), v.words.Text("guide.why"), "guide.found-"+string(row.MatchedBy))
	}
	if row.Status == importer.New {
		tell("new", v.words.Text("guide.why-new"), "guide.found-new")
	} else {
		meaning(string(row.Status), "status."+string(row.Status), "guide.status-"+string(row.Status))
	}
	if row.Kept != 0 {
		meaning("kept", "import.kept", "guide.mark-kept")
	}
	if row.Repaired != 0 {
		meaning("repaired", "import.repaired", "guide.mark-repaired")
	}
	if row.RegisterWins != 0 {
		meaning("stands", "import.stands", "guide.mark-stands")
	}
	if len(row.Conflicts) > 0 {
		meaning("conflict", "guide.conflict", "guide.mark-conflict")
	}
	return told
}
