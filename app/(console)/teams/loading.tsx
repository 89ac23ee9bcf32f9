export { default } from '../users/loading'
