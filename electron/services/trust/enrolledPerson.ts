import type { EnrolmentRequest } from '../../contract/exchange/enrolment.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { readSigningRequest } from '../../crypto/certificate/signingRequest.ts'
import { listIdentities } from '../../store/local/localIdentity.ts'
import type { ReadTx, WriteTx } from '../../store/store.ts'
import { readTrust } from '../../store/change/trust.ts'
import { readSetting, writeSetting } from '../host/settingAccess.ts'

/**
 * Binds every person of a request to the key he asks with: whoever enrols under that id later must hold it, also in a log
 * that goes on from the first. Problem `enrolment.personTaken`.
 */
export async function keepPersonKeys(tx: WriteTx, { people, birth }: EnrolmentRequest): Promise<void> {
  const known = await readSetting(tx, 'personKeys')
  const keys = { ...known, ...(await ownKeys(tx)) }
  const { grants } = await readTrust(tx)
  const logs = [birth.log, birth.predecessor?.log]
  for (const { person, request } of people) {
    const { publicKey } = await readSigningRequest(request)
    const held = keys[person]
    const isTaken =
      held === undefined
        ? grants.some((grant) => grant.person === person && !logs.includes(grant.log))
        : held !== publicKey
    if (isTaken) throw new Problem('enrolment.personTaken', {})
    keys[person] = publicKey
  }
  await writeSetting(tx, 'personKeys', keys)
}

/** Headquarters' own people sign here and are enrolled by no request. */
async function ownKeys(tx: ReadTx): Promise<Readonly<Record<string, string>>> {
  const identities = await listIdentities(tx)
  const keys = identities.map(async ({ person, request }) => [person, (await readSigningRequest(request)).publicKey])
  return Object.fromEntries(await Promise.all(keys)) as Record<string, string>
}
