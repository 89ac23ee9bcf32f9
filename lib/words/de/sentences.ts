import access from './access.json'
import connectors from './connectors.json'
import directory from './directory.json'
import domains from './domains.json'
import groups from './groups.json'
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
  connectors,
  directory,
  domains,
  groups,
  messenger,
  problems,
  review,
  runs,
  settings,
  sync,
  teams,
  trace,
}
