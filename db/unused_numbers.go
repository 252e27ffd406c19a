package db

import "kortisto/customer"

// firstGiven is the first that a register gives.
const firstGiven = 1001

// unusedNumber gives the lowest number that no customer has ever had and the file
// of an import does not name.
func (w *writer) unusedNumber() (int, error) {
	for {
		if w.unused[0] == 0 || w.unused[0] > w.unused[1] {
			if err := w.findUnused(); err != nil {
				return 0, err
			}
		}
		number := w.unused[0]
		w.unused[0]++
		if !w.avoid[number] {
			return number, nil
		}
	}
}

// findUnused finds the next range of numbers that no customer has ever had. The
// journal knows them all, removed ones too; those of merged ones stand by themselves
// as well, since they lead to others for good, and those of erased ones, of whom a
// register that was restored has nothing else.
func (w *writer) findUnused() error {
	if err := w.writeEntries(); err != nil {
		return err
	}
	from := max(firstGiven, w.unused[1]+1)
	rows, err := w.tx.QueryContext(w.ctx, `SELECT customer FROM journal WHERE customer >= ?1
		UNION SELECT number FROM merged_numbers WHERE number >= ?1
		UNION SELECT number FROM erasures WHERE number >= ?1 ORDER BY 1`, from)
	if err != nil {
		return err
	}
	defer rows.Close()
	last := customer.MaxNumber
	for rows.Next() {
		var used int
		if err := rows.Scan(&used); err != nil {
			return err
		}
		if used > from {
			last = used - 1
			break
		}
		from++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if from > customer.MaxNumber {
		return ErrNumbersUsedUp
	}
	w.unused = [2]int{from, last}
	return nil
}
