"""The shell of the back office in a browser: keyboard, menus, selection, FactBoxes, narrow window."""

import re

from playwright.sync_api import Page, expect

from tests.browser.site import Site


def open_customers(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/admin/erp/customer/")


def open_first_customer(site: Site, page: Page) -> None:
    open_customers(site, page)
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator(".submit-row")).to_be_visible()


def test_chosen_rows_open_the_selection_bar_and_say_what_can_be_done(site: Site, admin_page: Page) -> None:
    page = admin_page
    open_customers(site, page)
    edit = page.locator("button[value=edit_selected]")
    expect(page.locator("#changelist-form .actions")).to_be_hidden()
    expect(edit).to_have_attribute("aria-disabled", "true")
    page.locator(".action-select").nth(0).check()
    expect(page.locator(".action-counter")).to_contain_text("1 of")
    expect(edit).to_have_attribute("aria-disabled", "false")
    page.locator(".action-select").nth(1).check()
    expect(edit).to_have_attribute("aria-disabled", "true")
    page.locator("[data-clear-selection]").click()
    expect(page.locator("#changelist-form .actions")).to_be_hidden()


def test_a_menu_closes_on_escape_and_on_a_click_outside(site: Site, admin_page: Page) -> None:
    page = admin_page
    open_first_customer(site, page)
    menu = page.locator(".action-bar details.menu").first
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")


def test_arrow_keys_move_in_the_toolbar_and_into_its_menus(site: Site, admin_page: Page) -> None:
    page = admin_page
    open_first_customer(site, page)
    page.locator(".action-bar a", has_text="New").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".action-bar summary").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".action-bar .menu-panel :is(a, button)").first).to_be_focused()


def test_alt_q_opens_tell_me_unless_shortcuts_are_turned_off(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.keyboard.press("Alt+q")
    expect(page).to_have_url(re.compile("/admin/tell-me/"))
    page.fill("#tell-me-query", "new customer")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="New Customer", exact=True).click()
    expect(page).to_have_url(re.compile("/customer/add/"))
    page.locator(".user-menu summary").click()
    page.locator("[data-toggle-shortcuts]").click()
    page.keyboard.press("Alt+q")
    expect(page).to_have_url(re.compile("/customer/add/"))


def test_the_factbox_pane_is_closed_and_stays_closed(site: Site, admin_page: Page) -> None:
    page = admin_page
    open_first_customer(site, page)
    expect(page.locator("#factboxes")).to_be_visible()
    page.keyboard.press("Alt+F2")
    expect(page.locator("#factboxes")).to_be_hidden()
    page.reload()
    expect(page.locator("#factboxes")).to_be_hidden()


def test_a_refused_form_moves_the_focus_to_what_is_wrong(site: Site, admin_page: Page) -> None:
    page = admin_page
    open_first_customer(site, page)
    page.fill("#id_e_mail", "not an address")
    page.click("input[name=_save]")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="E-Mail").click()
    expect(page.locator("#id_e_mail")).to_be_focused()


def test_a_company_is_offered_while_its_name_is_typed(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{site.url}/admin/erp/contact/add/")
    name = page.request.get(f"{site.url}/admin/autocomplete/?{LOOKUP}&term=").json()["results"][0]["text"]
    page.locator("#id_company").press_sequentially(name.split(" ", 1)[1][:6])
    expect(page.locator("#id_company-matches option").first).to_be_attached()


def test_in_a_narrow_window_nothing_is_lost_and_nothing_runs_over(site: Site, admin_page: Page) -> None:
    page = admin_page
    lists = ("/admin/erp/customer/", "/admin/erp/salesorder/", "/admin/sales-orders-crm/")
    for width in (500, 420):
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/admin/", *lists, "/admin/erp/customer/add/", "/admin/tell-me/"):
            page.goto(site.url + path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
    page.locator(".nav-open").click()
    page.locator("#nav-sidebar a", has_text="Contacts").first.click()
    expect(page.locator("h1")).to_have_text("Contacts")
    page.locator(".user-menu summary").click()
    page.locator(".user-menu button", has_text="Log out").click()
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()


def test_without_script_a_customer_is_found_chosen_and_opened(site: Site, admin_page: Page) -> None:
    cookies = admin_page.context.cookies()
    browser = admin_page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    open_customers(site, page)
    page.locator(".action-select").nth(1).check()
    page.locator("button[value=edit_selected]").first.click()
    expect(page.locator("input[name=_save]")).to_be_visible()
    context.close()


LOOKUP = "app_label=erp&model_name=contact&field_name=company"


def test_no_list_is_cut_on_a_screen_of_1280_pixels(site: Site, admin_page: Page) -> None:
    lists = ("contact", "customer", "item", "itemledgerentry", "opportunity", "resource", "salesperson")
    for url in [*(f"erp/{name}" for name in (*lists, "salesprice")), "crm_integration/synchjob"]:
        admin_page.goto(f"{site.url}/admin/{url}/")
        cut = admin_page.locator("#changelist .results").evaluate("box => box.scrollWidth - box.clientWidth")
        assert (url, cut) == (url, 0)
