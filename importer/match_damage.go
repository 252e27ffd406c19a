package importer

import "kortisto/customer"

// matchDamage leaves it to the user whether a row concerns a customer whose key
// the row's own may be the damage of (match-damaged, docs/rules.md).
func (m *matcher) matchDamage(r *rowReader) found {
	if len(m.lookup.byDamage) == 0 {
		return found{}
	}
	if id := r.get(customer.BusinessID); !id.asWritten {
		fitting := m.lookup.byDamage[id.text]
		if c := m.sameCompany(r, fitting); c != nil {
			return found{customer: c, by: ByBusinessID, fitting: fitting}
		}
		if len(fitting) > 0 {
			return m.ask(r, fitting, DamagedKey, ByBusinessID)
		}
	}
	if name := r.get(customer.Name); !name.asWritten {
		if fitting := m.lookup.byDamage[name.text]; len(fitting) > 0 {
			return m.ask(r, fitting, DamagedKey, ByName)
		}
	}
	return found{}
}
