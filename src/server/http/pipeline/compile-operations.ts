import { compileParameters } from "../request/parameters.ts";
import type { AnyRoute, CompiledOperation, Handler } from "./operation.ts";
import { documentedSecurity } from "./security.ts";
import { type CompileValidation, compileValidation, type Validation } from "./validation.ts";

/**
 * Compiles every operation once at startup, so that the cost of a request does not depend on the number of operations.
 * @throws Error that lists every operation that cannot be served exactly as documented
 */
export async function compileOperations(
  document: object,
  routes: readonly AnyRoute[],
  handlers: object,
  compile: CompileValidation = compileValidation,
): Promise<readonly CompiledOperation[]> {
  const validation = await compile(document);
  const errors: string[] = [];
  for (const { operationId = "" } of validation.operations) {
    if (!routes.some((route) => route.operationId === operationId)) errors.push(`${operationId}: it has no route`);
  }
  const operations = routes.flatMap((route) => {
    try {
      return [compileOperation(route, validation, handlers)];
    } catch (error) {
      errors.push(`${route.operationId}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  if (errors.length > 0)
    throw new Error(`Some operations cannot be served:\n${errors.map((error) => `  ${error}`).join("\n")}`);
  return operations;
}

function compileOperation(route: AnyRoute, validation: Validation, handlers: object): CompiledOperation {
  const { operationId, method, path, security, body } = route;
  const documented = validation.operations.find((operation) => operation.operationId === operationId);
  const validate = validation.validators.get(operationId);
  if (!documented || !validate) throw new Error("the document does not have it");
  if (documented.path !== path || documented.method.toUpperCase() !== method)
    throw new Error("its route is out of date");
  if (documentedSecurity(documented, validation.document) !== security) throw new Error("its security is out of date");
  if (Reflect.get(documented, "x-permission") !== route.extensions["x-permission"])
    throw new Error("its x-permission is out of date");
  checkMediaTypes(route);
  return {
    operationId,
    method,
    path,
    security,
    isForAdmins: isForAdmins(route),
    body,
    parse: compileParameters(route),
    validate,
    headerNames: route.parameters.flatMap((parameter) => (parameter.in === "header" ? [parameter.name] : [])),
    handle: handlerOf(handlers, operationId),
    statuses: statusesOf(route),
  };
}

/** `member` and `admin` are decided here, by the token; `owner` is decided by the handler. */
function isForAdmins({ extensions, security }: AnyRoute): boolean {
  const permission = extensions["x-permission"];
  switch (permission) {
    case "anyone":
      return false;
    case "member":
    case "owner":
    case "admin":
      if (security !== "required") throw new Error(`x-permission is ${permission}, but it needs no token`);
      return permission === "admin";
    default:
      throw new Error(`x-permission is ${JSON.stringify(permission)}, not anyone, member, owner or admin`);
  }
}

function checkMediaTypes({ body, answers }: AnyRoute): void {
  const supported = ["application/json", "application/problem+json", "text/event-stream"];
  const answerTypes = Object.values(answers).flat();
  if (body?.mediaTypes.some((type) => type !== "application/json")) throw new Error("its body is not only JSON");
  if (answerTypes.some((type) => !supported.includes(type)))
    throw new Error("its answers are not only JSON and event streams");
}

function handlerOf(handlers: object, operationId: string): Handler {
  const handler: unknown = Object.hasOwn(handlers, operationId) ? Reflect.get(handlers, operationId) : undefined;
  if (!isHandler(handler)) throw new Error("it has no handler");
  return handler;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === "function";
}

function statusesOf({ answers }: AnyRoute): ReadonlySet<number> {
  const unclear = Object.keys(answers).find((status) => !/^[1-5]\d\d$/.test(status));
  if (unclear !== undefined) throw new Error(`its answer ${unclear} is not a single status`);
  return new Set(Object.keys(answers).map(Number));
}
