/**
 * Every operation with its tag, method, path, permission and what it answers beside the statuses that follow from its
 * kind (400, 413, 415, 429, 500, 503). A frontend written for another server of this API relies on these.
 */
export const contract = `
  Account       checkUserId             GET    /user/{userId}/availability                     anyone  200 409
  Account       signUp                  POST   /user                                           anyone  201 409
  Account       logIn                   POST   /auth/login                                     anyone  200 401
  Account       refreshToken            POST   /auth/refresh                                   anyone  200 401
  Account       logOut                  POST   /auth/logout                                    owner   200 403
  Account       issueTemporaryPassword  POST   /user/{userId}/temporary-password               owner   201 403 404
  Account       changePassword          POST   /user/me/password                               owner   200 403 409
  Account       changeNickname          POST   /user/me/nickname                               owner   200 403 409
  Account       changeBio               POST   /user/me/bio                                    owner   200 403 409
  Account       getMe                   GET    /user/me                                        owner   200 403
  Account       getUser                 GET    /user/{userId}                                  member  200 204 403
  Post          createPost              POST   /post                                           member  201 403
  Post          listPosts               GET    /post                                           member  200 204 403
  Post          getPost                 GET    /post/{postId}                                  member  200 204 403
  Post          updatePost              PATCH  /post/{postId}                                  owner   200 403 404
  Post          deletePost              DELETE /post/{postId}                                  owner   200 403 404
  Timeline      getMyTimeline           GET    /timeline                                       owner   200 403
  Timeline      getTimeline             GET    /timeline/{userId}                              member  200 204 403
  Comment       createComment           POST   /post/{postId}/comment                          member  201 403 404
  Comment       listComments            GET    /post/{postId}/comment                          member  200 204 403
  Comment       updateComment           PATCH  /post/{postId}/comment/{commentId}              owner   200 403 404
  Comment       deleteComment           DELETE /post/{postId}/comment/{commentId}              owner   200 403 404
  Reaction      reactToPost             POST   /post/{postId}/reaction                         member  201 403 404
  Reaction      unreactToPost           DELETE /post/{postId}/reaction                         owner   200 403 404
  Reaction      listPostReactions       GET    /post/{postId}/reaction                         member  200 204 403
  Reaction      reactToComment          POST   /post/{postId}/comment/{commentId}/reaction     member  201 403 404
  Reaction      unreactToComment        DELETE /post/{postId}/comment/{commentId}/reaction     owner   200 403 404
  Notification  listNotifications       GET    /notification                                   owner   200 204 403
  Notification  readNotification        POST   /notification/{notificationId}/read             owner   200 403 404
  Notification  readNotifications       POST   /notification/read                              owner   200 403
  Notification  streamNotifications     GET    /notification/stream                            owner   200 403
  Backoffice    getServerStats          GET    /admin/stats/server                             admin   200 403
  Backoffice    getServiceStats         GET    /admin/stats/service                            admin   200 403
  System        getHealth               GET    /health                                         anyone  200
  System        getReadiness            GET    /ready                                          anyone  200
`
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/).join(" "));

/** Nothing behind it can be away: it tells that the process lives. */
export const alwaysAvailable = "getHealth";
