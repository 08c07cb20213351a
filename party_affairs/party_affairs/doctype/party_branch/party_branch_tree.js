frappe.treeview_settings["Party Branch"] = {
	breadcrumb: "Party Affairs",
	title: __("Party Organisations"),
	get_tree_nodes: "party_affairs.api.organisation.tree.get_branch_nodes",
	// Everybody's tree begins with the highest organisations he may see, so its root is none of them.
	get_tree_root: false,
	root_label: __("Party Organisations"),
	disable_add_node: true,
	get_label(node) {
		const text = party_affairs.text;
		if (node.is_root) return text(node.label);
		const { title, branch_type, status, members, secretary, term_end } = node.data;
		const details = [__(branch_type)];
		if (members) details.push(__("{0} Party members", [members]));
		if (secretary) details.push(__("Secretary: {0}", [secretary]));
		if (term_end) details.push(__("Term ends on {0}", [frappe.datetime.str_to_user(term_end)]));
		if (status === "Dissolved") details.push(__("Dissolved"));
		return `${text(title)} <span class="text-muted">${details.map(text).join(" · ")}</span>`;
	},
	toolbar: [
		{
			label: __("Details"),
			condition: (node) => !node.is_root,
			click: (node) => frappe.set_route("Form", "Party Branch", node.data.value),
		},
		{
			label: __("Add Organisation Below"),
			condition: (node) =>
				!node.is_root && node.expandable && frappe.model.can_create("Party Branch"),
			click: (node) => frappe.new_doc("Party Branch", { parent_party_branch: node.data.value }),
			btnClass: "hidden-xs",
		},
	],
	onload(treeview) {
		treeview.make_tree();
		if (frappe.model.can_create("Party Branch")) {
			treeview.page.set_primary_action(__("New"), () => frappe.new_doc("Party Branch"), "add");
		}
	},
};
