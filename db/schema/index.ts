export * from './connectors'
export * from './messenger'
export * from './organizations'
export * from './runs'
