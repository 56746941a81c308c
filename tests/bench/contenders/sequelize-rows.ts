/** Attributes of an author. */
export const author = ["id", "name", "nickname"];

interface AuthorRow {
  readonly id: string;
  readonly name: string;
  readonly nickname: string | null;
}

/** Results of `raw` and `nest` queries, which Sequelize's types do not describe. */
export interface ItemRow {
  readonly id: number;
  readonly postId: number;
  readonly content: string;
  readonly isModified: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly commentCount: number;
  readonly reactionCount1: number;
  readonly reactionCount2: number;
  readonly reactionCount3: number;
  readonly reactionCount4: number;
  readonly reactionCount5: number;
  readonly owner: AuthorRow;
  readonly mine: { readonly type: number | null };
}

export interface NotificationRow {
  readonly id: number;
  readonly type: number;
  readonly postId: number;
  readonly isRead: boolean;
  readonly createdAt: Date;
  readonly actor: AuthorRow;
}

const presentCounts = (row: ItemRow) => ({
  "1": row.reactionCount1,
  "2": row.reactionCount2,
  "3": row.reactionCount3,
  "4": row.reactionCount4,
  "5": row.reactionCount5,
});

const presentAuthor = ({ id, name, nickname }: AuthorRow) => ({ id, name, nickname });

export const presentPost = (row: ItemRow) => ({
  id: row.id,
  owner: presentAuthor(row.owner),
  content: row.content,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  commentCount: row.commentCount,
  reactionCounts: presentCounts(row),
  myReaction: row.mine.type,
});

export const presentComment = (row: ItemRow) => ({
  id: row.id,
  postId: row.postId,
  owner: presentAuthor(row.owner),
  content: row.content,
  isModified: row.isModified,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  reactionCounts: presentCounts(row),
  myReaction: row.mine.type,
});

export const presentNotification = (row: NotificationRow) => ({
  id: row.id,
  type: row.type,
  actor: presentAuthor(row.actor),
  postId: row.postId,
  isRead: row.isRead,
  createdAt: row.createdAt,
});

/** The rows of a `raw` and `nest` query, which Sequelize types as instances. */
export async function rowsOf<Row>(found: Promise<unknown>): Promise<Row[]> {
  return (await found) as Row[];
}

/** A new row, before its owner and the viewer's reaction are added. */
export function itemOf(values: object): ItemRow {
  return values as ItemRow;
}
