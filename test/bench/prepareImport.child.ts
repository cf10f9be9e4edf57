import { openTeam, packInspection } from './inspection.ts'

/** Makes the package that the import bench reads, in a process of its own: its memory is not the import's. */
const [folder = '.'] = process.argv.slice(2)
const team = await openTeam(folder)
const file = await packInspection(team, folder)
process.send?.({ file, log: team.log })
await team.close()
