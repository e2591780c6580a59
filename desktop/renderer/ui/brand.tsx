/** One stream in, many out. */
export function BrandMark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round">
        <path d="M9 16h14" />
        <path d="M9 16c6 0 6-7.5 13-7.5" />
        <path d="M9 16c6 0 6 7.5 13 7.5" />
      </g>
      <g fill="#fff">
        <circle cx="9" cy="16" r="3.4" />
        <circle cx="23.4" cy="8.5" r="2.2" />
        <circle cx="24.4" cy="16" r="2.2" />
        <circle cx="23.4" cy="23.5" r="2.2" />
      </g>
    </svg>
  );
}

export function Brand() {
  return (
    <span className="inline-flex items-center gap-2.5">
      <BrandMark />
      <span className="text-lg font-semibold tracking-tight">Neustream</span>
    </span>
  );
}
