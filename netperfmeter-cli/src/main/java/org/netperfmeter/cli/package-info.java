// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: options, console, exit codes. The only package that prints or exits; it knows nodes only by their
 * public API. Start reading at {@link org.netperfmeter.cli.Program}.
 */
package org.netperfmeter.cli;
