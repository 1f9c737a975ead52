/** "1 delivery", "5,000 deliveries". */
export const deliveriesText = (count: number) =>
  `${count.toLocaleString('en')} ${count === 1 ? 'delivery' : 'deliveries'}`;

/** "1 problem", "12 problems". */
export const problemsText = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'problem' : 'problems'}`;

/** "1 seller", "12 sellers". */
export const sellersText = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'seller' : 'sellers'}`;
