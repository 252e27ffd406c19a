//go:build !unix

package cli

// obstacle is what keeps the program's user from writing to the register.
type obstacle struct {
	path, owner, mode, user string
}

// findObstacle finds nothing where files have no owner by number.
func findObstacle(string) (obstacle, bool) { return obstacle{}, false }
