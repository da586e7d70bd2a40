import { handleDownload } from '../../platform/http/download.ts'
import { handle } from '../../platform/http/handle.ts'
import type { ZhikeServer } from '../../platform/http/server-type.ts'
import {
  changeCustomerOperation,
  countCustomersOperation,
  createCustomerOperation,
  exportCustomersOperation,
  listCustomersOperation,
  relateCustomerOperation,
  revealCustomerOperation,
  searchCustomersOperation,
  showCustomerOperation,
  unrelateCustomerOperation,
} from './contract.ts'
import { exportCustomers } from './export.ts'
import { searchCustomers } from './search.ts'
import {
  changeCustomer,
  createCustomer,
  relateCustomer,
  revealCustomer,
  showCustomer,
  unrelateCustomer,
} from './service.ts'
import { COUNTED, countCustomers, listCustomers } from './views.ts'

export function customerRoutes(server: ZhikeServer): void {
  handle(server, listCustomersOperation, (ctx, { query }) => listCustomers(ctx, query))
  handle(server, countCustomersOperation, async (ctx, { query }) => {
    const total = await countCustomers(ctx, query)
    return { total: Math.min(total, COUNTED), more: total > COUNTED }
  })
  handleDownload(server, exportCustomersOperation, (ctx, { query }) => ({
    fileName: `客户清单-${ctx.today}.csv`,
    type: 'text/csv; charset=utf-8',
    chunks: exportCustomers(ctx, query),
  }))
  handle(server, searchCustomersOperation, async (ctx, { query }) => ({ rows: await searchCustomers(ctx, query.q) }))
  handle(server, showCustomerOperation, (ctx, { params }) => showCustomer(ctx, params.wanted))
  handle(server, createCustomerOperation, (ctx, { body }, { recordApart }) => createCustomer(ctx, body, recordApart))
  handle(server, changeCustomerOperation, (ctx, { params, body }, { recordApart }) =>
    changeCustomer(ctx, params.partyId, body.rowVersion, body.changes, recordApart),
  )
  handle(server, revealCustomerOperation, (ctx, { params, body }) =>
    revealCustomer(ctx, params.partyId, body.fields, body.reason),
  )
  handle(server, relateCustomerOperation, (ctx, { params, body }, { recordApart }) =>
    relateCustomer(ctx, params.partyId, body, recordApart),
  )
  handle(server, unrelateCustomerOperation, (ctx, { params }) =>
    unrelateCustomer(ctx, params.partyId, params.otherId, params.relation),
  )
}
