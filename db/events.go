package db

import "time"

// Action says what an event did.
type Action string

// The actions. An event of an import concerns many customers, the others one
// customer or group.
const (
	ActionImport      Action = "import"
	ActionCreate      Action = "create"
	ActionUpdate      Action = "update"
	ActionRemove      Action = "remove"
	ActionGroupCreate Action = "group-create"
	ActionGroupRename Action = "group-rename"
	ActionGroupRemove Action = "group-remove"
)

// event is who does what in a transaction.
type event struct {
	at       time.Time
	actor    string
	action   Action
	importID int64 // 0 for none
}

// The changes that the journal tells apart.
const (
	created = "created"
	changed = "changed"
	removed = "removed"
)

// nameOfGroup is the field of a group that the journal names.
const nameOfGroup = "name"
