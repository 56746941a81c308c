import { render } from "preact";
import { BackOffice } from "./back-office.tsx";
import "./style.css";

/** The back office, which is fetched only by those who open it. */
export function startBackOffice(container: Element): void {
  render(<BackOffice />, container);
}
