package cli

import (
	"kortisto/db"
	"kortisto/db/accesslog"
)

// note leaves in the access log what a command has done. Where that cannot be
// written, the command has done its work all the same, and says so.
func (p *program) note(register *db.DB, entry accesslog.Entry) {
	if entry.By == "" {
		entry.By = db.CommandLine
	}
	log := accesslog.Open(register, accesslog.Options{Report: func(_ int, err error) {
		if err != nil {
			p.say(p.text.Text("access.not-logged", "cause", p.explain(err)))
		}
	}})
	log.Add(entry)
	log.Close()
}
