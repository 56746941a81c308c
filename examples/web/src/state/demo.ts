import { isApiError } from "../../../../src/client/index.ts";
import { demoLogin } from "../../../../src/demo/login.ts";
import { client } from "../api.ts";
import { logIn } from "./session.ts";

/** @returns whether there is a demo member to log in as @throws ApiError, NetworkError */
export async function enterDemo(): Promise<boolean> {
  if (!(await isTaken(demoLogin.id))) return false;
  try {
    await logIn(demoLogin.id, demoLogin.password);
    return true;
  } catch (error) {
    // Somebody real has this id.
    if (isApiError(error, 401)) return false;
    throw error;
  }
}

/** @throws ApiError, NetworkError */
export async function isTaken(id: string): Promise<boolean> {
  try {
    await client.checkUserId({ path: { userId: id } });
    return false;
  } catch (error) {
    if (isApiError(error, 409)) return true;
    throw error;
  }
}
