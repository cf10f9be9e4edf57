/** The few signs of the widgets, drawn here: the library's own carry English names for screen readers. */
export function DownIcon() {
  return <Sign path="M3 6l5 5 5-5" />
}

export function CrossIcon({ size = 14 }: { readonly size?: number }) {
  return <Sign path="M4 4l8 8M12 4l-8 8" size={size} />
}

export function BranchIcon({ open }: { readonly open: boolean }) {
  return <Sign path={open ? 'M3 6l5 5 5-5' : 'M6 3l5 5-5 5'} />
}

/** An eye, crossed out while what it stands beside is hidden. */
export function EyeIcon({ open }: { readonly open: boolean }) {
  const eye =
    'M1.500 8C3.500 4.500 6 3.500 8 3.500s4.500 1 6.500 4.500c-2 3.500-4.500 4.500-6.500 4.500S3.500 11.500 1.500 8zM8 6a2 2 0 1 0 .01 0'
  return <Sign path={open ? eye : `${eye}M3 13.500 13 2.500`} />
}

function Sign({ path, size = 14 }: { readonly path: string; readonly size?: number }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" className="sign">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}

/** For `allowClear` of a choice. */
export const clearing = { clearIcon: <CrossIcon />, label: '清除' }
