// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

/**
 * A line of help on the FLOWSPEC syntax.
 *
 * @param form what to type, placeholders in angle brackets
 * @param meaning what it does
 */
public record SyntaxForm(String form, String meaning) {}
