/** Where the function keeps what it knows of loads. */
export const ledgerOptions = {
  table: { type: 'text', value: 'NAME', default: 'Inventory', description: 'the table of stock items' },
  ledger: { type: 'text', value: 'NAME', default: 'InventoryLoads', description: 'the table of loads' },
  rejectsBucket: {
    type: 'text',
    value: 'NAME',
    description: 'the bucket of rejects and journals; default: groundcrew-rejects-ACCOUNT-REGION',
  },
} as const;
