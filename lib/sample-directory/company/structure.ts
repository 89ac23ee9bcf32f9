/** One organizational unit and its share of the people. */
export type UnitPlan = {
  name: string
  weight: number
  titles?: readonly string[]
  office?: string
  children?: readonly UnitPlan[]
}

export const offices = [
  'Berlin HQ',
  'München',
  'Zürich',
  'Kraków',
  'London, Moorgate',
  'Paris – La Défense',
  'Madrid',
  'Lisboa',
  'Göteborg',
  'İstanbul',
  'New York',
  'São Paulo',
] as const

/** The company's departments. Their names hold what real ones hold: commas, plus signs, quotes and many alphabets. */
export const departments: readonly UnitPlan[] = [
  { name: 'Executive Board', weight: 1, titles: ['Chief of Staff', 'Executive Assistant', 'Board Advisor'] },
  {
    name: 'Finance',
    weight: 3,
    titles: ['Accountant', 'Financial Analyst', 'Controller', 'Payroll Specialist'],
    children: [
      { name: 'Controlling', weight: 3 },
      { name: 'Accounts Payable & Receivable', weight: 3 },
      { name: 'Treasury, Tax', weight: 2 },
    ],
  },
  {
    name: 'Legal, Risk & Compliance',
    weight: 4,
    titles: ['Counsel', 'Risk Analyst', 'Compliance Officer', 'Paralegal'],
  },
  {
    name: 'People & Culture',
    weight: 2,
    titles: ['HR Partner', 'Recruiter', 'Learning Specialist'],
    children: [
      { name: 'Recruiting', weight: 2 },
      { name: 'Aus- und Weiterbildung', weight: 2 },
    ],
  },
  {
    name: 'Sales',
    weight: 4,
    titles: ['Account Executive', 'Sales Engineer', 'Key Account Manager', 'Sales Operations Analyst'],
    children: [
      { name: 'Europe, Middle East & Africa', weight: 9 },
      { name: 'Americas', weight: 7, office: 'New York' },
      { name: 'Asia–Pacific', weight: 6 },
    ],
  },
  {
    name: 'Marketing',
    weight: 2,
    titles: ['Designer', 'Editor', 'Campaign Manager', 'Event Manager'],
    children: [
      { name: 'Brand "Aurora"', weight: 2 },
      { name: 'Événements', weight: 2, office: 'Paris – La Défense' },
    ],
  },
  {
    name: 'Research + Development',
    weight: 3,
    titles: ['Engineer', 'Senior Engineer', 'Researcher', 'Product Owner', 'Test Engineer'],
    children: [
      {
        name: 'Platform',
        weight: 4,
        children: [
          { name: 'Storage', weight: 4 },
          { name: 'Networking', weight: 4 },
        ],
      },
      { name: 'Mobile', weight: 6 },
      { name: 'Quality', weight: 4 },
      { name: 'Forschung Zürich', weight: 4, office: 'Zürich' },
    ],
  },
  {
    name: 'Manufacturing',
    weight: 2,
    titles: ['Technician', 'Shift Lead', 'Process Engineer', 'Planner', 'Operator'],
    children: [
      { name: 'Łódź Works', weight: 12, office: 'Kraków' },
      { name: 'Göteborg Works', weight: 8, office: 'Göteborg' },
      { name: 'São Paulo Works', weight: 8, office: 'São Paulo' },
      { name: '東京工場', weight: 4 },
    ],
  },
  {
    name: 'Customer Support',
    weight: 3,
    titles: ['Support Specialist', 'Support Engineer', 'Trainer'],
    children: [
      { name: 'First Line', weight: 6 },
      { name: 'Second Line', weight: 4 },
    ],
  },
  {
    name: 'IT',
    weight: 1,
    titles: ['System Administrator', 'Network Engineer', 'Security Analyst', 'Service Desk Agent'],
    children: [
      { name: 'Workplace', weight: 2 },
      { name: 'Infrastructure', weight: 2 },
      { name: 'Security', weight: 1 },
    ],
  },
  { name: 'Logistics', weight: 5, titles: ['Dispatcher', 'Warehouse Specialist', 'Customs Specialist'] },
]
