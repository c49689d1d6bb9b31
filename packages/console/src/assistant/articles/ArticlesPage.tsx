import { ArticleList } from './ArticleList.tsx'
import { EditArticle, NewArticle } from './EditArticle.tsx'
import { ImportPage } from './ImportPage.tsx'
import { SearchPage } from './SearchPage.tsx'

/** Articles: their list, and below its address one of them, the import and a search to try. */
export function ArticlesPage({ item }: { item: string | undefined }) {
  if (item === undefined) return <ArticleList />
  if (item === 'new') return <NewArticle />
  if (item === 'import') return <ImportPage />
  if (item === 'search') return <SearchPage />
  return <EditArticle key={item} id={item} />
}
