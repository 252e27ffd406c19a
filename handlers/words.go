package handlers

import "kortisto/handlers/wording"

// What pages say: see package wording.
type (
	Words      = wording.Words
	formChoice = wording.Choice
	counted    = wording.Counted
)
