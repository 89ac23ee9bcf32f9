import access from './access.json'
import alerts from './alerts.json'
import configFile from './config-file.json'
import connectors from './connectors.json'
import directory from './directory.json'
import domains from './domains.json'
import groups from './groups.json'
import mail from './mail.json'
import messenger from './messenger.json'
import problems from './problems.json'
import review from './review.json'
import runs from './runs.json'
import settings from './settings.json'
import sync from './sync.json'
import teams from './teams.json'
import trace from './trace.json'

/** Of each room, what is said in German. */
export const de = {
  access,
  alerts,
  'config-file': configFile,
  connectors,
  directory,
  domains,
  groups,
  mail,
  messenger,
  problems,
  review,
  runs,
  settings,
  sync,
  teams,
  trace,
}
