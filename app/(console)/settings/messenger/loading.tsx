export { default } from '@/app/lists/list-loading'
