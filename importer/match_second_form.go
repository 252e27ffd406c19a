package importer

import "kortisto/customer"

// matchSecondForm leaves it to the user whether a row that finds nobody concerns
// a customer whose name or foreign Business ID is the row's in another spelling.
func (m *matcher) matchSecondForm(r *rowReader, key rowKey) found {
	if len(m.lookup.cache.sums) == 0 {
		return found{}
	}
	for _, id := range key.businessIDs {
		fitting := m.lookup.cache.withIDSum(id)
		if c := m.sameCompany(r, fitting); c != nil {
			return found{customer: c, by: ByBusinessID, fitting: fitting, respelled: true}
		}
		if len(fitting) > 0 {
			return m.askRespelled(r, fitting, ByBusinessID)
		}
	}
	name := r.text(customer.Name)
	var fitting []*customer.Stored
	for _, c := range m.lookup.cache.sums[customer.NameSum(name)] {
		if key.mayMean(c) && customer.CompareNames(name, c.Get(customer.Name), c.Get(customer.Kind) == customer.Person) == customer.SameName {
			fitting = append(fitting, c)
		}
	}
	if len(fitting) > 0 {
		return m.askRespelled(r, fitting, ByName)
	}
	return found{}
}

func (m *matcher) askRespelled(r *rowReader, fitting []*customer.Stored, by Match) found {
	result := m.ask(r, fitting, SecondForm, by)
	result.respelled = true
	return result
}

// sameCompany is the only one of some companies that has a row's name and
// country, nil for none: then the row's Business ID is that company's, as a
// spreadsheet writes it.
func (m *matcher) sameCompany(r *rowReader, companies []*customer.Stored) *customer.Stored {
	var same *customer.Stored
	for _, c := range companies {
		if r.sameName(c, r.get(customer.Name)) && r.context(nil).Country == c.Get(customer.Country) {
			if same != nil {
				return nil
			}
			same = c
		}
	}
	return same
}
