import { Link } from '@tanstack/react-router'
import type { AnchorHTMLAttributes } from 'react'
import type { assistantPages } from './pages.ts'

type PageId = (typeof assistantPages)[number]['id']

type ItemLinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'target'> & {
  page: PageId
  item?: string
}

/** A link to a page of the section, or to one thing on it. */
export function ItemLink({ page, item, ...props }: ItemLinkProps) {
  return item === undefined ? (
    <Link to="/assistant/$page" params={{ page }} {...props} />
  ) : (
    <Link to="/assistant/$page/$item" params={{ page, item }} {...props} />
  )
}
