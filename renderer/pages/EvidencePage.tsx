import { Link } from '@tanstack/react-router'
import { Gallery } from '../features/evidence/Gallery.tsx'
import { useVerifyAll, VerifyAllButton, VerifyAllResult } from '../features/evidence/VerifyAll.tsx'
import { PageHead } from '../ui/layout/PageHead.tsx'
import './recordPages.css'

/** The evidence of all findings, and whether it is still what was taken in. */
export function EvidencePage() {
  const verifying = useVerifyAll()
  return (
    <>
      <PageHead title="证据" note="全部问题的照片和文件；原件加密保存，从不改动" />
      <VerifyAllResult verifying={verifying} />
      <Gallery
        actions={<VerifyAllButton verifying={verifying} />}
        linkOf={({ parent, findingNumber, findingTitle }) =>
          parent !== null && (
            <p className="evidence-of">
              属于问题{' '}
              <Link to="/findings/{-$id}" params={{ id: parent }}>
                {findingNumber} {findingTitle}
              </Link>
            </p>
          )
        }
      />
    </>
  )
}
