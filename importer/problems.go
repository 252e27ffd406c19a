package importer

import (
	"slices"

	"kortisto/customer"
)

// undecided is the problem of a row that waits for the user.
func undecided(code customer.Code, args customer.Args) customer.Problem {
	return customer.Problem{Level: customer.Undecided, Code: code, Args: args}
}

// hasProblem reports whether there is a problem of a kind.
func hasProblem(problems []customer.Problem, code customer.Code) bool {
	return slices.ContainsFunc(problems, func(problem customer.Problem) bool { return problem.Code == code })
}

// hasProblemOf reports whether a field has a problem of a kind.
func hasProblemOf(problems []customer.Problem, f customer.Field, code customer.Code) bool {
	return slices.ContainsFunc(problems, func(problem customer.Problem) bool { return problem.Field == f && problem.Code == code })
}

// hasError reports whether the cell of a field is in error.
func hasError(problems []customer.Problem, f customer.Field) bool {
	return slices.ContainsFunc(problems, func(problem customer.Problem) bool {
		return problem.Field == f && problem.Level == customer.Error
	})
}
