import { isApiError } from "../../../../src/client/index.ts";
import { demoLogin } from "../../../../src/demo/login.ts";
import { logIn } from "./session.ts";

/** @returns whether there is a demo member to log in as @throws ApiError, NetworkError */
export async function enterDemo(): Promise<boolean> {
  try {
    await logIn(demoLogin.id, demoLogin.password);
    return true;
  } catch (error) {
    if (isApiError(error, 401)) return false;
    throw error;
  }
}
