package importer

import "kortisto/customer"

// maxCandidates is how many customers that a row may concern are listed.
const maxCandidates = 50

// found is the customer that a row concerns, or why the program will not say.
type found struct {
	customer   *customer.Stored // nil for a new one
	by         Match
	candidates []int
	problem    customer.Problem   // with a code where the row is undecided or in error
	unasked    customer.Code      // the question that need not be asked, since nothing would be written whoever is meant
	respelled  bool               // found by another spelling of its key
	number     int                // that a new customer is to have, 0 for the next free one
	key        rowKey             // by which the row looked for its customer
	fitting    []*customer.Stored // all that fitted, where they were several
}

// isQuiet reports whether it need not be known which customer is meant.
func (f *found) isQuiet() bool { return f.customer == nil && f.unasked != "" }

// isNobody reports whether a row has found nobody that it may concern.
func (f *found) isNobody() bool { return f.customer == nil && f.unasked == "" && f.problem.Code == "" }

// askedOf leaves the choice between customers to the user.
func askedOf(fitting []*customer.Stored, code customer.Code) found {
	return found{candidates: numbersOf(fitting), fitting: fitting, problem: undecided(code, customer.Args{
		"count": len(fitting), "number": fitting[0].Number, "name": fitting[0].Get(customer.Name)})}
}

// quietly is a row that changes none of the customers that it may concern.
func quietly(fitting []*customer.Stored, code customer.Code, by Match) found {
	return found{unasked: code, by: by, candidates: numbersOf(fitting), fitting: fitting}
}

// numbersOf lists the numbers of customers, each once, maxCandidates at most.
func numbersOf(customers []*customer.Stored) []int {
	var numbers []int
	seen := make(map[int]bool)
	for _, c := range customers {
		if !seen[c.Number] && len(numbers) < maxCandidates {
			seen[c.Number] = true
			numbers = append(numbers, c.Number)
		}
	}
	return numbers
}
