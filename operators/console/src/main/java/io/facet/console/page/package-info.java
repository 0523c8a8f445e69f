/** Pages that need nothing but themselves: styles, scripts and charts inlined, nothing fetched. */
package io.facet.console.page;
