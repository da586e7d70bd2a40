export const CUSTOMER_ACTS = {
  'customer.read': '查看客户档案',
  'customer.write': '新建和修改客户档案',
  'customer.reveal': '查看客户的完整证件、电话和姓名',
  'customer.export': '导出客户清单',
  'import.run': '导入客户文件',
} as const
